namespace ThreeDb.DebianCatalogue.Loading;

/// <summary>
/// Packages that people know, of many kinds, the best known first: where a part of the catalogue begins. Those that bring hundreds of
/// libraries are left to later: a small part should have things to find in it.
/// </summary>
internal static class WellKnownPackages
{
    public static readonly string[] Names =
    [
        "bash", "coreutils", "apt", "python3", "git", "vim", "gcc", "curl", "openssh-server", "postgresql", "nginx", "firefox-esr",
        "gimp", "ffmpeg", "nodejs", "emacs", "libreoffice-writer", "vlc", "apache2", "inkscape", "docker.io", "thunderbird",

        // Development
        "make", "cmake", "gdb", "clang", "gfortran", "golang-go", "rustc", "ruby", "perl", "php-cli", "lua5.4", "ghc", "ocaml", "sbcl",
        "elixir", "openjdk-21-jdk-headless", "ninja-build", "autoconf", "bison", "flex", "swig", "doxygen", "valgrind", "strace",
        "shellcheck", "subversion", "mercurial", "git-lfs", "neovim", "nano", "python3-numpy", "python3-scipy", "python3-pandas",
        "python3-django", "python3-flask",

        // Servers and networks
        "mariadb-server", "sqlite3", "redis-server", "memcached", "rabbitmq-server", "mosquitto", "prometheus", "haproxy", "squid",
        "bind9", "dnsmasq", "samba", "nfs-kernel-server", "cups", "exim4", "postfix", "dovecot-imapd", "clamav", "fail2ban", "openvpn",
        "wireguard-tools", "tor", "ufw", "nftables", "chrony", "ntpsec", "network-manager", "nmap", "tcpdump", "wireshark", "iperf3",
        "mtr-tiny", "dokuwiki",

        // The machine
        "systemd", "udev", "sudo", "cron", "rsyslog", "logrotate", "lvm2", "mdadm", "cryptsetup", "parted", "smartmontools", "hdparm",
        "memtest86+", "qemu-system-x86", "podman", "ansible", "munin-node", "zabbix-agent", "borgbackup", "restic", "rsync", "rclone",

        // On the terminal
        "zsh", "fish", "tmux", "screen", "mc", "htop", "wget", "aria2", "transmission-cli", "jq", "ripgrep", "fd-find", "bat", "tree",
        "parallel", "moreutils", "bc", "units", "gcal", "figlet", "cowsay", "fortune-mod", "sl", "lynx", "w3m", "mutt", "irssi", "weechat",
        "gnupg", "openssl",

        // Text, pictures, sound
        "pandoc", "texlive-latex-base", "aspell", "hunspell", "tesseract-ocr", "graphviz", "imagemagick", "libimage-exiftool-perl",
        "gphoto2", "feh", "darktable", "audacity", "sox", "flac", "lame", "timidity", "lilypond", "hydrogen", "espeak-ng", "festival",
        "mpv", "cdparanoia", "zathura", "sane-utils",

        // Science, numbers, making
        "r-base-core", "octave", "maxima", "gnuplot-nox", "stellarium", "samtools", "bwa", "hmmer", "emboss", "muscle", "rasmol",
        "ledger", "hledger", "openscad", "librecad", "avrdude", "gpsbabel", "fldigi",

        // Desktops and games
        "chromium", "xterm", "i3-wm", "openbox", "fluxbox", "nethack-console", "gnuchess", "bsdgames", "supertuxkart", "wesnoth-core",
        "frozen-bubble", "freeciv-client-gtk3", "minetest",
    ];
}
