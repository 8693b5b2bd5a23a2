using System;
using System.Linq;
using System.Numerics;

class Sum
{
    static void Main()
    {
        var terms = Console.ReadLine().Split(' ').Select(BigInteger.Parse).ToList();
        Console.WriteLine($"{terms[0] + terms[1]}");
    }
}
