# Wrong first, and worse later: the worst error counts where judging goes on.
text = input()
if text == "abab":
    raise SystemExit(3)
print({"aab": 2}.get(text, 0))
