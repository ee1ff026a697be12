using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Epoche.Architecture.Tests.Loops;

/// <summary>A call of an update within a loop.</summary>
/// <param name="Path">The file.</param>
/// <param name="Line">From 1.</param>
/// <param name="Method">What is called.</param>
/// <param name="IsOfAgent">Whether it is what <see cref="Agent.Learn"/> of an agent does: a learning is indivisible, and may be several
/// updates.</param>
internal sealed record UpdateInLoop(string Path, int Line, string Method, bool IsOfAgent);

/// <summary>
/// Finds the calls that make an update, or gather for one, within a <c>for</c>, <c>foreach</c>, <c>while</c> or <c>do</c>.
/// </summary>
internal static class UpdatesInLoops
{
    public const string Probe = "probe.cs";

    private const string Usings = "global using System; global using System.Collections.Generic; global using System.IO; "
        + "global using System.Linq; global using System.Threading;";

    private static readonly string[] s_names = ["Step", "Update", "Accumulate", "Advance"];

    private static readonly Lazy<CSharpCompilation> s_sources = new(() => CSharpCompilation.Create(
        "sources",
        [.. SourceFile.Under("src").Select(file => CSharpSyntaxTree.ParseText(file.Text, Options, file.Path)),
            CSharpSyntaxTree.ParseText(Usings, Options)],
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("Epoche.", StringComparison.Ordinal)).Select(
                path => MetadataReference.CreateFromFile(path)),
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true)));

    private static CSharpParseOptions Options => new(LanguageVersion.Preview);

    public static List<UpdateInLoop> Find(string? probe = null)
    {
        CSharpCompilation compilation = s_sources.Value;
        IEnumerable<SyntaxTree> trees = compilation.SyntaxTrees;
        if (probe is not null)
        {
            SyntaxTree tree = CSharpSyntaxTree.ParseText(probe, Options, Probe);
            (compilation, trees) = (compilation.AddSyntaxTrees(tree), [tree]);
        }

        INamedTypeSymbol training = compilation.GetTypeByMetadataName("Epoche.ITraining")!;
        INamedTypeSymbol[] makers = [.. ((string[])["Epoche.Trainer", "Epoche.Svi`1", "Epoche.EnsembleTrainer"]).Select(
            name => compilation.GetTypeByMetadataName(name)!)];
        return
        [
            .. from tree in trees
               from call in tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>()
               where s_names.Contains(NameOf(call)) && IsInLoop(call)
               let model = compilation.GetSemanticModel(tree)
               let info = model.GetSymbolInfo(call)
               let method = (info.Symbol ?? info.CandidateSymbols.FirstOrDefault()) as IMethodSymbol
               where method is not null
                   && (makers.Contains(method.ContainingType.OriginalDefinition, SymbolEqualityComparer.Default)
                       || (method.Name == "Advance" && IsTraining(method.ContainingType, training)))
               select new UpdateInLoop(
                   tree.FilePath, tree.GetLineSpan(call.Span).StartLinePosition.Line + 1, $"{method.ContainingType.Name}.{method.Name}",
                   model.GetEnclosingSymbol(call.SpanStart)
                   is IMethodSymbol { Name: "Learn", IsOverride: true, ContainingType.BaseType.Name: "Agent" }),
        ];
    }

    private static bool IsTraining(INamedTypeSymbol type, INamedTypeSymbol training) =>
        SymbolEqualityComparer.Default.Equals(type, training) || type.AllInterfaces.Contains(training, SymbolEqualityComparer.Default);

    private static string NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax member => member.Name.Identifier.Text,
        MemberBindingExpressionSyntax member => member.Name.Identifier.Text,
        SimpleNameSyntax name => name.Identifier.Text,
        _ => "",
    };

    /// <summary>Whether a loop of the same function repeats it; what a function within a loop does is not done by the loop.</summary>
    private static bool IsInLoop(SyntaxNode node)
    {
        for (SyntaxNode? at = node; at is not null and not MemberDeclarationSyntax and not AnonymousFunctionExpressionSyntax
            and not LocalFunctionStatementSyntax; at = at.Parent)
        {
            if (at.Parent is ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax
                || (at.Parent is CommonForEachStatementSyntax each && each.Statement == at))
            {
                return true;
            }
        }

        return false;
    }
}
