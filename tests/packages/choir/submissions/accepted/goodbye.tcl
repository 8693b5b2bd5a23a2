gets stdin n
while {$n > 0} {
  puts "Hello [gets stdin]"
  incr n -1
}
