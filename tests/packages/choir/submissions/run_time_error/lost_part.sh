. ./nowhere.sh || exit 3
