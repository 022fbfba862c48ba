namespace ThreeDb.LocalPostgres;

/// <summary>The user that a server runs as: the caller, or, when the caller is root, somebody without privileges.</summary>
/// <param name="Name">The user's name, for messages.</param>
/// <param name="User">The user's id; null when it is the caller.</param>
/// <param name="Group">The group's id; null when it is the caller's.</param>
/// <param name="Prefix">The command that steps down, empty when there is nothing to step down from.</param>
internal sealed record ServerIdentity(string Name, uint? User, uint? Group, IReadOnlyList<string> Prefix)
{
    /// <summary>The caller itself, who is not root.</summary>
    public static ServerIdentity Caller { get; } = new(Environment.UserName, null, null, []);

    /// <summary>A call that runs as this user.</summary>
    public ToolCall Wrap(ToolCall call) => Prefix.Count == 0
        ? call
        : call with { File = Prefix[0], Arguments = [.. Prefix.Skip(1), call.File, .. call.Arguments] };

    /// <summary>Creates a folder that belongs to this user and that nobody else can look into.</summary>
    public void CreateFolder(string folder)
    {
        OwnFolder.CreatePrivate(folder);
        Give(folder);
    }

    /// <summary>Gives a file or folder to this user.</summary>
    public void Give(string path)
    {
        if (User is { } user)
        {
            Libc.ChangeOwner(path, user, Group!.Value);
        }
    }
}
