namespace ThreeDb.LocalPostgres;

/// <summary>Makes programs run with the runtime's own loader and libraries, whatever the machine has.</summary>
/// <remarks>
/// A program <c>X</c> becomes <c>X.bin</c>, and a script takes its place, so that programs which start each other by path (initdb,
/// pg_ctl) find a working one. The script keeps <c>argv[0]</c>: PostgreSQL finds its other files relative to it.
/// </remarks>
internal static class ExecutableWrapper
{
    private const UnixFileMode Runnable = DurableFile.Readable
        | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Wraps programs.</summary>
    /// <param name="unpacked">Where the packages are now.</param>
    /// <param name="root">Where they will be, as the scripts name it.</param>
    /// <param name="definition">Names the programs.</param>
    /// <param name="architecture">How Debian calls the processor.</param>
    /// <returns>The wrapped programs, and the links to them, relative to the root.</returns>
    public static (IReadOnlyList<string> Programs, IReadOnlyList<string> Links) Wrap(
        string unpacked, string root, PackageRuntimeDefinition definition, string architecture)
    {
        var command = LoaderCommand(root, architecture, hasLocales: Directory.Exists(Path.Combine(unpacked, "usr/lib/locale")));
        var all = definition.Executables.SelectMany(pattern => Expand(unpacked, pattern)).Distinct().ToList();
        bool IsEmpty(string pattern) => !Expand(unpacked, pattern).Any(path => ProgramOf(path, unpacked) is not null);
        if (definition.Executables.FirstOrDefault(IsEmpty) is { } empty)
        {
            throw new InvalidOperationException($"The packages of the runtime '{definition.Name}' have no program '{empty}'.");
        }

        var programs = all
            .Select(path => ProgramOf(path, unpacked))
            .OfType<string>()
            .Distinct()
            .Select(program => Path.GetRelativePath(unpacked, program))
            .ToList();
        var links = all
            .Where(path => ProgramOf(path, unpacked) is { } program && program != path)
            .Select(link => Path.GetRelativePath(unpacked, link))
            .ToList();
        foreach (var program in programs)
        {
            var path = Path.Combine(unpacked, program);
            File.Move(path, path + ".bin");
            File.WriteAllText(path, $"#!/bin/sh\n{command} {Quoted(Path.Combine(root, program) + ".bin")} \"$@\"\n");
            File.SetUnixFileMode(path, Runnable);
        }

        return (programs, links);
    }

    private static string LoaderCommand(string root, string architecture, bool hasLocales)
    {
        var libraries = RuntimeLayout.Libraries(root, architecture);
        var locales = hasLocales ? $"export LOCPATH={Quoted(Path.Combine(root, "usr/lib/locale"))}\n" : "";
        return $"{locales}exec {Quoted(RuntimeLayout.Loader(root, architecture))} --argv0 \"$0\" --library-path {Quoted(libraries)}";
    }

    private static IEnumerable<string> Expand(string unpacked, string pattern)
    {
        var path = Path.Combine(unpacked, pattern);
        if (Path.GetFileName(path) != "*")
        {
            return [path];
        }

        var folder = Path.GetDirectoryName(path)!;
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal) : [];
    }

    // The program that a path stands for: itself, or what it links to. A link that leads out of the runtime, to a file of the
    // machine, is not followed: that file is not ours to rename.
    private static string? ProgramOf(string path, string unpacked)
    {
        var file = new FileInfo(path);
        var target = file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true);
        var isInside = target is { Exists: true } && target.FullName.StartsWith(unpacked + "/", StringComparison.Ordinal);
        return isInside && IsProgram(target!.FullName) ? target.FullName : null;
    }

    private static bool IsProgram(string path)
    {
        using var file = File.OpenRead(path);
        Span<byte> head = stackalloc byte[4];
        return file.ReadAtLeast(head, 4, throwOnEndOfStream: false) == 4 && head.SequenceEqual("\u007fELF"u8);
    }

    private static string Quoted(string text) => "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
