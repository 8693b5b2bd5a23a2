. ./greet.sh
read -r n
while read -r name; do greet "$name"; done
