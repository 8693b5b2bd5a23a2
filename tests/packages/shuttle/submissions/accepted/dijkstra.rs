use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io::{self, Read};

fn main() {
    let mut input = String::new();
    io::stdin().read_to_string(&mut input).unwrap();
    let mut numbers = input.split_ascii_whitespace().map(|word| word.parse::<usize>().unwrap());
    let n = numbers.next().unwrap();
    let m = numbers.next().unwrap();
    let mut near = vec![Vec::new(); n + 1];
    for _ in 0..m {
        let (a, b, t) = (numbers.next().unwrap(), numbers.next().unwrap(), numbers.next().unwrap());
        near[a].push((b, t as u64));
        near[b].push((a, t as u64));
    }
    let mut best = vec![None; n + 1];
    let mut queue = BinaryHeap::from([Reverse((0u64, 1usize))]);
    while let Some(Reverse((time, place))) = queue.pop() {
        if best[place].is_none() {
            best[place] = Some(time);
            for &(other, t) in &near[place] {
                queue.push(Reverse((time + t, other)));
            }
        }
    }
    match best[n] {
        Some(time) => println!("{time}"),
        None => println!("impossible"),
    }
}
