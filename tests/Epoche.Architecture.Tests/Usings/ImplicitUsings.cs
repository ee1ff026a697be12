namespace Epoche.Architecture.Tests;

/// <summary>
/// The namespaces that a project of the plain, web and worker SDK uses without a word: <c>obj/…/*.GlobalUsings.g.cs</c> of each.
/// </summary>
internal static class ImplicitUsings
{
    public static IReadOnlyList<string> Namespaces { get; } =
    [
        // Microsoft.NET.Sdk
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks",
        // Microsoft.NET.Sdk.Web
        "Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Http",
        "Microsoft.AspNetCore.Routing", "System.Net.Http.Json",
        // both Microsoft.NET.Sdk.Web and Microsoft.NET.Sdk.Worker
        "Microsoft.Extensions.Configuration", "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.Hosting",
        "Microsoft.Extensions.Logging",
    ];
}
