use std::io::{self, Read};

fn sort_and_count(v: &mut Vec<u32>) -> u64 {
    if v.len() < 2 {
        return 0;
    }
    let mut right = v.split_off(v.len() / 2);
    let mut count = sort_and_count(v) + sort_and_count(&mut right);
    let left = std::mem::take(v);
    let (mut i, mut j) = (0, 0);
    while i < left.len() || j < right.len() {
        if j == right.len() || (i < left.len() && left[i] < right[j]) {
            v.push(left[i]);
            i += 1;
        } else {
            v.push(right[j]);
            count += (left.len() - i) as u64;
            j += 1;
        }
    }
    count
}

fn main() {
    let mut input = String::new();
    io::stdin().read_to_string(&mut input).unwrap();
    let mut heights: Vec<u32> =
        input.split_ascii_whitespace().skip(1).map(|word| word.parse().unwrap()).collect();
    println!("{}", sort_and_count(&mut heights));
}
