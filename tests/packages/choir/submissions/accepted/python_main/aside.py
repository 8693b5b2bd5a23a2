WORD = "Hello"
