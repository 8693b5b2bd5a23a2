const A: &str = include_str!("/etc/shadow");
const B: &[u8] = include_bytes!("@HOST_FILE@");
const C: &[u8] = include_bytes!("@ANSWER@");
const D: &str = env!("SECRET_KEY");
fn main() { println!("{} {:?} {:?} {}", A, B, C, D); }
