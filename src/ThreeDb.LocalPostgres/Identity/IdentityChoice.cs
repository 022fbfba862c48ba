using System.Globalization;

namespace ThreeDb.LocalPostgres;

/// <summary>Decides who a server runs as. It is never root: PostgreSQL refuses, and no server of ours needs it.</summary>
internal static class IdentityChoice
{
    private static readonly string[] Preferred = ["postgres", "nobody"];

    /// <summary>
    /// The caller when it is an ordinary user; else the owner of existing data, else <c>postgres</c>, else <c>nobody</c>.
    /// </summary>
    /// <param name="machine">The machine.</param>
    /// <param name="data">The folder that the server will own; its owner is asked for when it exists.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<ServerIdentity> ChooseAsync(Machine machine, string data, CancellationToken cancellationToken)
    {
        if (!machine.IsRoot)
        {
            return ServerIdentity.Caller;
        }

        var users = PasswdEntry.Read(machine.PasswdFile).Where(entry => entry.User != 0).ToList();
        var owner = Directory.Exists(data) ? await OwnerOfAsync(data, users, cancellationToken).ConfigureAwait(false) : null;
        var chosen = owner
            ?? Preferred.Select(name => users.Find(entry => entry.Name == name)).FirstOrDefault(entry => entry is not null)
            ?? throw new ThreeDbException(ErrorCodes.NoUnprivilegedUser,
                $"A server does not run as root, and {machine.PasswdFile} has neither '{Preferred[0]}' nor '{Preferred[1]}'.");
        return new ServerIdentity(chosen.Name, chosen.User, chosen.Group, StepDown(machine, chosen));
    }

    private static string[] StepDown(Machine machine, PasswdEntry user)
    {
        if (machine.FindTool("setpriv") is { } setpriv)
        {
            return [setpriv, $"--reuid={user.User}", $"--regid={user.Group}", "--clear-groups", "--no-new-privs", "--"];
        }

        if (machine.FindTool("runuser") is { } runuser)
        {
            return [runuser, "-u", user.Name, "--"];
        }

        return machine.FindTool("su") is { } su
            ? [su, "-s", "/bin/sh", user.Name, "-c", "exec \"$@\"", "--", "sh"]
            : throw new ThreeDbException(ErrorCodes.NoUnprivilegedUser,
                $"A server does not run as root, and none of setpriv, runuser and su is on the PATH to become '{user.Name}'.");
    }

    private static async Task<PasswdEntry> OwnerOfAsync(string data, List<PasswdEntry> users, CancellationToken cancellationToken)
    {
        var result = await ToolProcess.RunAsync(new ToolCall("stat", "-c", "%u %g", data), cancellationToken).ConfigureAwait(false);
        if (!result.Succeeded)
        {
            throw new ThreeDbException(ErrorCodes.FolderNotUsable, $"The owner of '{data}' cannot be found out: {result.LastWords()}");
        }

        var ids = result.Output.Split(' ').Select(text => uint.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        if (ids[0] == 0)
        {
            throw new ThreeDbException(ErrorCodes.FolderNotUsable, $"'{data}' belongs to root, and a server does not run as root.",
                $"Give it to the user that the server shall run as, for example: chown -R postgres '{data}'.");
        }

        return new PasswdEntry(users.Find(entry => entry.User == ids[0])?.Name ?? $"#{ids[0]}", ids[0], ids[1]);
    }
}
