namespace Epoche;

/// <summary>Something names code that would have to be loaded, and nobody said that it may be. See <see cref="EnvironmentCode"/>.</summary>
public sealed class UntrustedCodeException : Exception
{
    /// <summary>Code that is named outside of a recipe.</summary>
    /// <param name="code">What would be loaded: the path, with the type behind a colon where one is named.</param>
    public UntrustedCodeException(string code)
        : base($"'{Shown.Quote(NotNull.Of(code))}' is code, which is not loaded unless it is trusted") => Code = code;

    internal UntrustedCodeException(string code, ConfigNode name)
        : base(name.Error($"names code, '{code}', which is not loaded unless it is trusted").Message) => Code = code;

    /// <summary>What would be loaded: the whole path, with the type behind a colon where one is named.</summary>
    public string Code { get; }
}
