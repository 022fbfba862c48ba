using Npgsql.Internal;
using Npgsql.Internal.Postgres;

namespace ThreeDb.Postgres;

/// <summary>Tells Npgsql which converters serve <see cref="PgBinary"/>, <see cref="PgJson"/> and <see cref="PgName"/>.</summary>
internal sealed class PgBinaryMapping : PgTypeInfoResolverFactory
{
    private static readonly string[] BinaryTypes = ["vector", "tsvector"];

    public override IPgTypeInfoResolver CreateResolver() => new Resolver();

    public override IPgTypeInfoResolver CreateArrayResolver() => new ArrayResolver();

    private class Resolver : IPgTypeInfoResolver
    {
        private TypeInfoMappingCollection? _mappings;

        protected TypeInfoMappingCollection Mappings => _mappings ??= Add(new());

        public virtual PgTypeInfo? GetTypeInfo(Type? type, DataTypeName? dataTypeName, PgSerializerOptions options) =>
            Mappings.Find(type, dataTypeName, options);

        private static TypeInfoMappingCollection Add(TypeInfoMappingCollection mappings)
        {
            foreach (var name in BinaryTypes)
            {
                // Reading needs a form that is taken when none is asked for; Npgsql has one for tsvector and none for vector.
                mappings.AddStructType<PgBinary>(name, static (options, mapping, _) => mapping.CreateInfo(options, new PgBinaryConverter()), isDefault: name == "vector");
            }

            mappings.AddStructType<PgName>("text", static (options, mapping, _) => mapping.CreateInfo(options, new PgNameConverter()));
            mappings.AddStructType<PgJson>("jsonb", static (options, mapping, _) => mapping.CreateInfo(options, new PgJsonConverter()));
            return mappings;
        }
    }

    private sealed class ArrayResolver : Resolver
    {
        private TypeInfoMappingCollection? _mappings;

        private TypeInfoMappingCollection Arrays => _mappings ??= Add(new(Mappings));

        public override PgTypeInfo? GetTypeInfo(Type? type, DataTypeName? dataTypeName, PgSerializerOptions options) =>
            Arrays.Find(type, dataTypeName, options);

        private static TypeInfoMappingCollection Add(TypeInfoMappingCollection mappings)
        {
            foreach (var name in BinaryTypes)
            {
                mappings.AddStructArrayType<PgBinary>(name);
            }

            mappings.AddStructArrayType<PgJson>("jsonb");
            return mappings;
        }
    }
}
