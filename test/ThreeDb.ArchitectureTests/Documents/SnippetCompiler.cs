using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ThreeDb.Architecture;

/// <summary>Compiles the C# of documents as programs with top-level statements, against what this test runs with.</summary>
internal static class SnippetCompiler
{
    // What a snippet may use without saying where it comes from; its own variables hide these.
    private const string Given = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using static Given;

        public static class Given
        {
            public static ThreeDb.IThreeDb db = null!;
            public static ThreeDb.ThreeDbEngine engine = null!;
            public static Microsoft.Extensions.DependencyInjection.IServiceCollection services = null!;
            public static Microsoft.Extensions.Configuration.IConfiguration configuration = null!;
            public static System.Threading.CancellationToken cancellationToken;
        }
        """;

    private static readonly IReadOnlyList<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>The errors of a snippet, each with its place in the document.</summary>
    public static IReadOnlyList<string> Faults(CodeBlock block)
    {
        var options = new CSharpParseOptions(LanguageVersion.Preview);
        var compilation = CSharpCompilation.Create("Snippet",
            [CSharpSyntaxTree.ParseText(block.Text, options), CSharpSyntaxTree.ParseText(Given, options)],
            References, new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        return
        [
            .. compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
                .Select(diagnostic => $"{block.Path}:{block.Line + diagnostic.Location.GetLineSpan().StartLinePosition.Line} {diagnostic.Id}: {diagnostic.GetMessage()}"),
        ];
    }
}
