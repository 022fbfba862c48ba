using System.Globalization;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace ThreeDb.Postgres;

/// <summary>A statement in the making: values become parameters, never text.</summary>
internal sealed class SqlBuilder
{
    private readonly StringBuilder _text = new();
    private readonly List<NpgsqlParameter> _parameters = [];

    public IReadOnlyList<NpgsqlParameter> Parameters => _parameters;

    public string Sql => _text.ToString();

    public SqlBuilder Append(string sql)
    {
        _text.Append(sql);
        return this;
    }

    public string Int(int value) => Add(new NpgsqlParameter<int> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Integer });

    public string Long(long value) => Add(new NpgsqlParameter<long> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Bigint });

    public string Double(double value) => Add(new NpgsqlParameter<double> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Double });

    public string Text(string value) => Add(new NpgsqlParameter<string> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Text });

    public string Texts(string[] values) => Add(new NpgsqlParameter<string[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });

    public string Longs(long[] values) => Add(new NpgsqlParameter<long[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });

    public string Doubles(double[] values) => Add(new NpgsqlParameter<double[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Double });

    public string Ints(int[] values) => Add(new NpgsqlParameter<int[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });

    public string Time(DateTimeOffset value) => Add(new NpgsqlParameter<DateTime> { TypedValue = value.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz });

    public string Times(DateTimeOffset[] values) =>
        Add(new NpgsqlParameter<DateTime[]> { TypedValue = [.. values.Select(value => value.UtcDateTime)], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz });

    public string Json(PgJson value) => Add(new NpgsqlParameter<PgJson> { TypedValue = value, DataTypeName = "jsonb" });

    public string Jsons(PgJson[] values) => Add(new NpgsqlParameter<PgJson[]> { TypedValue = values, DataTypeName = "jsonb[]" });

    public string Binary(PgBinary value, string type) => Add(new NpgsqlParameter<PgBinary> { TypedValue = value, DataTypeName = type });

    private string Add(NpgsqlParameter parameter)
    {
        _parameters.Add(parameter);
        return string.Create(CultureInfo.InvariantCulture, $"${_parameters.Count}");
    }
}
