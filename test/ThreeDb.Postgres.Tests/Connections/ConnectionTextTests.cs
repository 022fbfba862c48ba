using Npgsql;

namespace ThreeDb.Postgres.Tests;

public sealed class ConnectionTextTests
{
    [Theory]
    [InlineData("postgres://u:p@db.example:6432/shop", "Host=db.example;Port=6432;Username=u;Password=p;Database=shop")]
    [InlineData("postgresql://u@db.example", "Host=db.example;Username=u")]
    [InlineData("postgres://me%40work:a%2Fb%3Ac@[::1]:5433/a%20b", "Host=::1;Port=5433;Username=me@work;Password=a/b:c;Database=a b")]
    [InlineData("postgres://u:p@h/d?sslmode=verify-full&application_name=shop&connect_timeout=7", "Host=h;Username=u;Password=p;Database=d;SSL Mode=VerifyFull;Application Name=shop;Timeout=7")]
    [InlineData("postgres://u:p@h/d?channel_binding=require&sslmode=require", "Host=h;Username=u;Password=p;Database=d;Channel Binding=Require;SSL Mode=Require")]
    [InlineData("postgres:///d?host=/run/postgresql&user=u", "Host=/run/postgresql;Username=u;Database=d")]
    [InlineData("Host=h;Username=u", "Host=h;Username=u")]
    public void Uri_says_the_same_as_a_connection_string(string text, string same) =>
        Assert.True(new NpgsqlConnectionStringBuilder(same).EquivalentTo(ConnectionText.Parse(text)), ConnectionText.Parse(text).ConnectionString);

    [Theory]
    [InlineData("frob", "initialization string")]
    [InlineData("Host=h;Frob=1", "frob")]
    [InlineData("Host=h;Port=many", "Port")]
    [InlineData("postgres://u:secret@h/d?sslmod=require", "'sslmod' of the URI is not known (did you mean 'sslmode'?)")]
    [InlineData("postgres://u:secret@h/d?sslmode=perhaps", "")]
    [InlineData("postgres://u:secret@h1,h2/d", "")]
    public void What_is_no_connection_string_is_refused_without_repeating_it(string text, string named)
    {
        var fault = Assert.Throws<ThreeDbException>(() => ConnectionText.Parse(text));
        Assert.Equal(ErrorCodes.InvalidConfiguration, fault.Code);
        Assert.Contains(named, fault.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("secret", fault.Message, StringComparison.Ordinal);
        Assert.Contains("postgres://user", fault.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Username=u", "PostgreSQL at 127.0.0.1, port 1, cannot be reached: Connection refused.")]
    [InlineData("postgres://u@nobody.invalid/d", "PostgreSQL at nobody.invalid, port 5432, cannot be reached: ")]
    public async Task Operator_is_told_where_PostgreSQL_was_looked_for_and_why_it_is_not_there(string connection, string message)
    {
        var fault = await Assert.ThrowsAsync<ThreeDbException>(() => new Migrator(connection).RunAsync(embedder: null, dryRun: true));
        Assert.Equal(ErrorCodes.StoreUnreachable, fault.Code);
        Assert.StartsWith(message, fault.Message, StringComparison.Ordinal);
        Assert.Contains("THREEDB_POSTGRES", fault.Hint, StringComparison.Ordinal);
    }
}
