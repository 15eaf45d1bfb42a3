#!/bin/sh
# debian.sh ROOT VERSION OUTPUT: a Debian package of what is installed in ROOT.
set -eu
umask 022
root=$1 version=$2 output=$3
architecture=$(dpkg --print-architecture)
# Symbols of the C library that is built with need that one or a later one.
libc=$(dpkg-query --show --showformat '${Version}' libc6 | cut -d- -f1)
install -d "$root/DEBIAN"
cat > "$root/DEBIAN/control" <<EOF
Package: roost
Version: $version
Architecture: $architecture
Maintainer: Roost <roost@localhost>
Section: net
Priority: optional
Depends: libc6 (>= $libc), libstdc++6, libsqlite3-0, libargon2-1, libcrypt1, libpcre2-8-0, adduser
Installed-Size: $(du -sk "$root" | cut -f1)
Description: self-hosted chat service
 Rooms, accounts and modules for every Socket.IO client, with a web page, in one program with SQLite inside.
EOF
cat > "$root/DEBIAN/postinst" <<'EOF'
#!/bin/sh
set -e
if [ "$1" = configure ]; then
    adduser --system --group --home /var/lib/roost --no-create-home --quiet roost
    install -d -m 755 /etc/roost
    if [ ! -e /etc/roost/roost.yaml ]; then
        # Settings of modules may be secrets.
        (umask 027; roost config default > /etc/roost/roost.yaml)
        chgrp roost /etc/roost/roost.yaml
    fi
    if [ -d /run/systemd/system ]; then systemctl daemon-reload; systemctl try-restart roost; fi
fi
EOF
cat > "$root/DEBIAN/prerm" <<'EOF'
#!/bin/sh
set -e
if [ "$1" = remove ] && [ -d /run/systemd/system ]; then systemctl stop roost.socket roost; fi
EOF
chmod 755 "$root/DEBIAN/postinst" "$root/DEBIAN/prerm"
dpkg-deb --root-owner-group --build "$root" "$output"
