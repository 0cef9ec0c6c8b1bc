"""Drives a program through a pseudo-terminal: argv is the program, standard input a JSON list of [text to type, text to wait for].
Prints what the terminal showed, without escape sequences, and the exit status on the last line."""

import fcntl, json, os, pty, re, select, struct, sys, termios, time

steps = json.load(sys.stdin)
pid, fd = pty.fork()
if pid == 0:
    os.environ["TERM"] = "xterm"
    os.execvp(sys.argv[1], sys.argv[1:])
fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
shown, seen = "", 0
for text, wanted in steps:
    if text == "\x03":
        time.sleep(1)  # what is interrupted has to have begun
    os.write(fd, text.encode())
    end = time.time() + 60
    while wanted not in shown[seen:] and time.time() < end:
        if not select.select([fd], [], [], 0.2)[0]:
            continue
        try:
            data = os.read(fd, 65536)
        except OSError:
            break
        shown += re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", data.decode(errors="replace"))
    at = shown.find(wanted, seen)
    if at < 0:
        print(f"NOT SHOWN after {text!r}: {wanted!r}")
        break
    seen = at + len(wanted)
end = time.time() + 60
status = None
while status is None and time.time() < end:
    try:
        if select.select([fd], [], [], 0.1)[0]:
            shown += os.read(fd, 65536).decode(errors="replace")
    except OSError:
        pass
    done, code = os.waitpid(pid, os.WNOHANG)
    status = os.waitstatus_to_exitcode(code) if done else None
if status is None:
    os.kill(pid, 9)
print(shown.replace("\r\n", "\n"))
print(status)
