use std::io;

fn main() {
    let mut line = String::new();
    io::stdin().read_line(&mut line).unwrap();
    let v: Vec<f64> = line.split_whitespace().map(|word| word.parse().unwrap()).collect();
    let (w, d, s, r) = (v[0], v[1], v[2], v[3]);
    let time = |x: f64| w.hypot(x) / s + (d - x) / r;
    let (mut low, mut high) = (0.0, d);
    for _ in 0..200 {
        let (a, b) = (low + (high - low) / 3.0, high - (high - low) / 3.0);
        if time(a) < time(b) { high = b } else { low = a }
    }
    println!("{:.9}", time(low));
}
