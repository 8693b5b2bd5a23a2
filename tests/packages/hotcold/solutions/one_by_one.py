guess = 1
while True:
    print(guess, flush=True)
    if input() == "found":
        break
    guess += 1
