using System.Runtime.CompilerServices;

namespace Epoche.Simulation;

/// <summary>An environment breaks a rule; caught by <see cref="EnvironmentRule"/>, which knows what that means.</summary>
internal sealed class BrokenRuleException(string message) : Exception(message)
{
    /// <summary>Throws unless a rule holds.</summary>
    public static void Unless(bool holds, string message)
    {
        if (!holds)
        {
            throw new BrokenRuleException(message);
        }
    }

    /// <summary>
    /// Throws unless a rule holds; the message is only put together where it is needed, for these checks run in inner loops.
    /// </summary>
    public static void Unless(bool holds, [InterpolatedStringHandlerArgument(nameof(holds))] ref Text message)
    {
        if (!holds)
        {
            throw new BrokenRuleException(message.ToString());
        }
    }

    [InterpolatedStringHandler]
    public ref struct Text
    {
        private DefaultInterpolatedStringHandler _text;

        public Text(int literalLength, int formattedCount, bool holds, out bool isNeeded)
        {
            isNeeded = !holds;
            _text = holds ? default : new(literalLength, formattedCount);
        }

        public void AppendLiteral(string text) => _text.AppendLiteral(text);

        public void AppendFormatted<T>(T value, string? format = null) => _text.AppendFormatted(value, format);

        public override string ToString() => _text.ToStringAndClear();
    }
}
