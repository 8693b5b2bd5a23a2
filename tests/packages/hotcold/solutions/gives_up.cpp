#include <iostream>

int main() { std::cout << 500 << std::endl; }
