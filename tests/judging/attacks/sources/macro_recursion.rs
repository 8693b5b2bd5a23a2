#![recursion_limit = "4294967295"]
macro_rules! grow { ($($x:tt)*) => { grow!($($x)* $($x)*) }; }
fn main() { grow!(x); }
