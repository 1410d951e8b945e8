# Says that the owner has logged in at the seat: ready.path waits for it.
if [ "$(tty)" = /dev/tty1 ]; then : >/run/at-seat/here; fi
