using System.Globalization;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;

namespace Epoche.Samples.Tests;

/// <summary>
/// C# as a reader pastes it into the only file of a new console project that refers to the packages, with its implicit usings.
/// </summary>
internal static class Pasted
{
    // Lines such as "#:project …" are for the command.
    private static readonly CSharpParseOptions s_language =
        new CSharpParseOptions(LanguageVersion.Latest).WithFeatures([new("FileBasedProgram", "true")]);

    private static readonly string[] s_implicit =
        ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading",
            "System.Threading.Tasks"];

    // Those of the web SDK, beside the others.
    private static readonly string[] s_implicitInWeb =
        ["System.Net.Http.Json", "Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Http",
            "Microsoft.AspNetCore.Routing", "Microsoft.Extensions.Configuration", "Microsoft.Extensions.DependencyInjection",
            "Microsoft.Extensions.Hosting", "Microsoft.Extensions.Logging"];

    private static readonly SyntaxTree s_usings = Usings(s_implicit), s_usingsInWeb = Usings([.. s_implicit, .. s_implicitInWeb]);

    // The base library, ASP.NET Core and the libraries that were built: all that this process could load.
    private static readonly Lazy<MetadataReference[]> s_references = new(() =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("xunit", StringComparison.OrdinalIgnoreCase))
            .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path))]);

    /// <summary>The errors of the compiler, each with its line in the code; none where it compiles.</summary>
    public static IReadOnlyList<string> Errors(string code) =>
        [.. Compilation(code).GetDiagnostics().Where(each => each.Severity == DiagnosticSeverity.Error)
            .Select(each => $"line {each.Location.GetLineSpan().StartLinePosition.Line + 1}: "
                + $"{each.Id} {each.GetMessage(CultureInfo.InvariantCulture)}")];

    /// <summary>The program, loaded into this process.</summary>
    public static Assembly Compile(string code)
    {
        using MemoryStream assembly = new();
        EmitResult result = Compilation(code).Emit(assembly);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return Assembly.Load(assembly.ToArray());
    }

    /// <summary>The program as a file, where it may use some of the libraries; a warning is an error.</summary>
    /// <param name="code">The program.</param>
    /// <param name="libraries">The names of the libraries of this repository that it may use.</param>
    public static byte[] Emit(string code, IReadOnlySet<string> libraries)
    {
        using MemoryStream assembly = new();
        CSharpCompilation compilation = Compilation(code);
        IEnumerable<MetadataReference> others = compilation.References.Where(reference =>
            Path.GetFileNameWithoutExtension(reference.Display!) is var name && name.StartsWith("Epoche.", StringComparison.Ordinal)
            && !libraries.Contains(name));
        EmitResult result = compilation.RemoveReferences(others)
            .WithOptions(compilation.Options.WithOptimizationLevel(OptimizationLevel.Release)).Emit(assembly);
        Assert.DoesNotContain(result.Diagnostics, each => each.Severity >= DiagnosticSeverity.Warning);
        return assembly.ToArray();
    }

    private static CSharpCompilation Compilation(string code)
    {
        SyntaxTree program = CSharpSyntaxTree.ParseText(code, s_language);
        bool isProgram = program.GetCompilationUnitRoot().Members.Any(member => member is GlobalStatementSyntax);
        OutputKind kind = isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary;
        bool isWeb = code.StartsWith("#:sdk Microsoft.NET.Sdk.Web", StringComparison.Ordinal);
        return CSharpCompilation.Create(
            "Pasted", [program, isWeb ? s_usingsInWeb : s_usings], s_references.Value,
            new(kind, nullableContextOptions: NullableContextOptions.Enable));
    }

    private static SyntaxTree Usings(IEnumerable<string> names) =>
        CSharpSyntaxTree.ParseText(string.Concat(names.Select(name => $"global using {name};\n")), s_language);
}
