using System.Text.RegularExpressions;

namespace ThreeDb.LocalPostgres;

/// <summary>Finds every fault of the options at once.</summary>
internal static partial class LocalPostgresOptionsCheck
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    // What the rest of 3db relies on: where the server listens, who may log in, where its files are.
    private static readonly HashSet<string> Fixed = new(StringComparer.OrdinalIgnoreCase)
    {
        "port", "listen_addresses", "unix_socket_directories", "unix_socket_permissions", "data_directory", "config_file", "hba_file",
        "ident_file", "external_pid_file", "logging_collector", "log_directory", "log_destination", "lc_messages", "password_encryption",
    };

    private static readonly HashSet<string> Durability = new(StringComparer.OrdinalIgnoreCase)
    {
        "fsync", "full_page_writes", "synchronous_commit", "wal_level", "zero_damaged_pages", "ignore_checksum_failure",
    };

    /// <exception cref="ThreeDbException">TDB6003 with one entry for each fault.</exception>
    public static void Check(LocalPostgresOptions options)
    {
        var faults = Faults(options).ToList();
        if (faults.Count > 0)
        {
            var text = string.Join(" ", faults.Select(fault => $"{fault.Pointer[1..]}: {fault.Detail}"));
            throw new ThreeDbException(ErrorCodes.InvalidConfiguration,
                "The settings of the local PostgreSQL are not valid: " + text, errors: faults);
        }
    }

    private static IEnumerable<FieldError> Faults(LocalPostgresOptions options)
    {
        if (options.Port is < 1024 or > 65535)
        {
            yield return new FieldError("/Port", $"{options.Port} is not in 1024 to 65535; leave it out for a free port.");
        }

        if (options.Source == PostgresSource.External && string.IsNullOrWhiteSpace(options.ConnectionString))
        {
            yield return new FieldError("/Source", "External needs a ConnectionString (THREEDB_POSTGRES).");
        }

        if (options.Runtime is not null && options.Source is not (PostgresSource.Auto or PostgresSource.Private))
        {
            yield return new FieldError("/Runtime", $"a private runtime cannot be used with Source {options.Source}.");
        }

        if (!ClusterNamePattern().IsMatch(options.ClusterName))
        {
            yield return new FieldError("/ClusterName", $"'{options.ClusterName}' is not 1 to 40 small letters, digits and '-'.");
        }

        foreach (var fault in Durations(options).Concat(SettingFaults(options)))
        {
            yield return fault;
        }
    }

    private static IEnumerable<FieldError> Durations(LocalPostgresOptions options)
    {
        (string Name, TimeSpan Value, TimeSpan Least)[] durations =
        [
            (nameof(options.StartTimeout), options.StartTimeout, TimeSpan.FromSeconds(1)),
            (nameof(options.StopTimeout), options.StopTimeout, TimeSpan.Zero),
            (nameof(options.LockTimeout), options.LockTimeout, TimeSpan.Zero),
        ];
        return durations
            .Where(duration => duration.Value < duration.Least || duration.Value > Hour)
            .Select(duration => new FieldError("/" + duration.Name, $"{duration.Value} is not in {duration.Least} to {Hour}."));
    }

    private static IEnumerable<FieldError> SettingFaults(LocalPostgresOptions options)
    {
        foreach (var (name, value) in options.Settings)
        {
            var pointer = "/Settings/" + name;
            if (!NamePattern().IsMatch(name))
            {
                yield return new FieldError(pointer, "this is not the name of a setting of PostgreSQL.");
            }
            else if (Fixed.Contains(name))
            {
                yield return new FieldError(pointer, "3db sets this itself; leave it out.");
            }
            else if (Durability.Contains(name) && !options.Ephemeral)
            {
                yield return new FieldError(pointer, "this can lose data; leave it out, or set Ephemeral for a cluster to throw away.");
            }

            if (value.AsSpan().IndexOfAny('\n', '\r', '\0') >= 0)
            {
                yield return new FieldError(pointer, "the value has more than one line.");
            }
        }
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_$]*([.][A-Za-z_][A-Za-z0-9_$]*)?$")]
    private static partial Regex NamePattern();

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,39}\\z")]
    private static partial Regex ClusterNamePattern();
}
