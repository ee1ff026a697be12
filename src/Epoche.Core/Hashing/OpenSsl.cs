using System.Runtime.InteropServices;
using System.Text;

namespace Epoche;

/// <summary>
/// Whether the system has what the base library needs for hashes and TLS. On Linux and its kin that is OpenSSL 1.1.1 or later, which .NET
/// does not bring along: it loads the library when it is first needed, and where there is none it aborts the process, which no program can
/// catch. So this looks first, as .NET 10 does (opensslshim.c in dotnet/runtime): for the version in a variable, for 3, then for 1.1.
/// </summary>
internal static class OpenSsl
{
    /// <summary>The variable with the version that .NET tries first, such as <c>3</c>.</summary>
    public const string VersionVariable = "DOTNET_OPENSSL_VERSION_OVERRIDE";

    private const int LongestVersion = 32; // bytes; .NET ignores a longer one

    // Since 1.1.1; .NET 10 aborts with an earlier library as well.
    private const string Required = "SSL_CTX_set_ciphersuites";

    private static readonly Lazy<bool> s_isUsable = new(() => !IsNeeded || Find(Variable(), Load));

    /// <summary>Whether hashes and TLS of the base library can be used: there is OpenSSL, or the system has its own.</summary>
    public static bool IsUsable => s_isUsable.Value;

    /// <summary>What is missing, and how to get it.</summary>
    public static string Missing =>
        "https needs OpenSSL, and this system has neither libssl.so.3 nor libssl.so.1.1. Install it: 'apt-get install libssl3 "
        + "ca-certificates' (Debian, Ubuntu), 'dnf install openssl-libs' (Fedora, Red Hat), 'apk add libssl3 ca-certificates' (Alpine).";

    private static bool IsNeeded => !(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() || OperatingSystem.IsMacCatalyst()
        || OperatingSystem.IsIOS() || OperatingSystem.IsTvOS() || OperatingSystem.IsAndroid()
        || OperatingSystem.IsBrowser() || OperatingSystem.IsWasi());

    /// <summary>Whether the first library that loads is a usable one.</summary>
    /// <param name="version">What the variable says; null where it is not set.</param>
    /// <param name="load">Loads a library: whether it is usable, null where there is none.</param>
    internal static bool Find(string? version, Func<string, bool?> load)
    {
        bool isTried = version is not null && Encoding.UTF8.GetByteCount(version) <= LongestVersion;
        return (isTried ? load($"libssl.so.{version}") : null) ?? load("libssl.so.3") ?? load("libssl.so.1.1") ?? false;
    }

    private static string? Variable() => Environment.GetEnvironmentVariable(VersionVariable);

    // It stays loaded: .NET opens the same one next.
    private static bool? Load(string name) =>
        NativeLibrary.TryLoad(name, out nint library) ? NativeLibrary.TryGetExport(library, Required, out _) : null;
}
