#!/usr/bin/env bash
# Run once by Gradescope, as root, when the autograder's image is built.
set -euo pipefail
root="$(dirname "$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)")"
source="$root/source"
export DEBIAN_FRONTEND=noninteractive

apt-get update -qq
# bubblewrap and libseccomp isolate what students hand in.
apt-get install -y -qq --no-install-recommends bubblewrap libseccomp2

# The Python that the versions in requirements.txt come from, else any that will do.
wanted="$(sed -n 's/^# python //p' "$source/requirements.txt")"
python=""
for version in $wanted 3.13 3.12 3.11; do
    if command -v "python$version" >/dev/null || apt-get install -y -qq "python$version" "python$version-venv"; then
        python="python$version"
        break
    fi
done
if [ -z "$python" ]; then
    echo "Python 3.11 or newer is not to be had on this image: choose a newer one" >&2
    exit 1
fi
"$python" -m venv "$root/venv" || { apt-get install -y -qq "$python-venv"; "$python" -m venv "$root/venv"; }

# Torch from the index of CPU builds: the usual ones bring gigabytes of CUDA.
pip="$root/venv/bin/python -m pip install --quiet --disable-pip-version-check --no-cache-dir"
grep '^torch' "$source/requirements.txt" | xargs $pip --index-url https://download.pytorch.org/whl/cpu
$pip -r "$source/requirements.txt"
echo "$source/library" >"$("$root/venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/grader.pth"
# Nothing of this is for a student's process to read.
chmod -R go-rwx "$source/course"
"$root/venv/bin/python" -m grader doctor
