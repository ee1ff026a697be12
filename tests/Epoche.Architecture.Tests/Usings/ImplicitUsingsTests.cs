namespace Epoche.Architecture.Tests;

/// <summary><c>using Epoche;</c> makes no name ambiguous (CS0104) in projects of the SDKs for programs, web servers and workers.</summary>
public sealed class ImplicitUsingsTests
{
    [Theory]
    [InlineData("Microsoft.NETCore.App.Ref", "Console")]
    [InlineData("Microsoft.AspNetCore.App.Ref", "Environments")] // of Microsoft.Extensions.Hosting: what BatchEnvironment was called
    public void No_public_name_is_one_of_the_implicit_usings(string pack, string known)
    {
        IReadOnlyList<string> files = ReferencePack.Files(pack);
        Assert.SkipWhen(files.Count == 0, $"The SDK of this machine came without {pack}.");
        ILookup<string, string> theirs = files.SelectMany(ReferencePack.PublicTypes)
            .Where(type => ImplicitUsings.Namespaces.Contains(type.Namespace))
            .ToLookup(type => type.Name, type => type.Namespace);
        Assert.True(theirs.Contains(known), $"{known} is missing: the pack was read wrongly.");

        Violations.None(Libraries.Names
            .SelectMany(name => Libraries.Load(name).GetExportedTypes())
            .Where(type => !type.IsNested && theirs.Contains(type.Name))
            .Select(type => $"{type.FullName} is also {theirs[type.Name].First()}.{type.Name}: give it another name."));
    }
}
