using System.Text;

namespace ThreeDb.DebianCatalogue.Control;

/// <summary>Debian's names of the fields.</summary>
internal static class ControlFieldNames
{
    /// <summary>How many of the fields hold relationships.</summary>
    public const int Relationships = (int)ControlField.Provides + 1;

    private static readonly string[] Names =
    [
        "Depends", "Pre-Depends", "Recommends", "Suggests", "Enhances", "Breaks", "Conflicts", "Replaces", "Provides",
        "Package", "Source", "Version", "Installed-Size", "Maintainer", "Architecture", "Multi-Arch", "Essential",
        "Description", "Description-md5", "Homepage", "Tag", "Section", "Priority", "Size",
    ];

    private static readonly (byte[] Name, ControlField Field)[][] ByLength =
        [.. Enumerable.Range(0, Names.Max(name => name.Length) + 1).Select(length => Names.Index()
            .Where(name => name.Item.Length == length)
            .Select(name => (Encoding.ASCII.GetBytes(name.Item), (ControlField)name.Index)).ToArray())];

    /// <summary>The name of a relationship field.</summary>
    public static string Of(ControlField field) => Names[(int)field];

    /// <summary>Which field a name stands for; case does not matter (policy 5.1).</summary>
    public static ControlField Identify(ReadOnlySpan<byte> name)
    {
        if (name.Length < ByLength.Length)
        {
            foreach (var (known, field) in ByLength[name.Length])
            {
                if (Ascii.EqualsIgnoreCase(name, known))
                {
                    return field;
                }
            }
        }

        var prefix = "Description-"u8;
        return name.Length > prefix.Length && Ascii.EqualsIgnoreCase(name[..prefix.Length], prefix) ? ControlField.Translation : ControlField.Other;
    }
}
