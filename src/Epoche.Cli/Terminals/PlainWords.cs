using System.Globalization;
using System.Text;

namespace Epoche.Cli.Terminals;

/// <summary>
/// What stands for a character where the console's character set has none of it: a word of ASCII, <c>+-</c> for <c>±</c>; and for others
/// their number, <c>\u00e9</c>, as for what cannot be seen.
/// </summary>
internal sealed class PlainWords : EncoderFallback
{
    private static readonly Dictionary<char, string> s_words = new()
    {
        ['±'] = "+-", ['≤'] = "<=", ['≥'] = ">=", ['≈'] = "~", ['≠'] = "!=", ['×'] = "x", ['·'] = "-", ['−'] = "-", ['∗'] = "*",
        ['√'] = "sqrt ", ['∞'] = "infinity", ['½'] = "1/2", ['°'] = " degrees", ['‖'] = "||",
        ['→'] = "->", ['←'] = "<-", ['↑'] = "^", ['↓'] = "v", ['↦'] = "->", ['◀'] = "<", ['▶'] = ">",
        ['–'] = "-", ['—'] = "-", ['…'] = "...", ['“'] = "\"", ['”'] = "\"", ['„'] = "\"", ['‘'] = "'", ['’'] = "'",
        ['α'] = "alpha", ['β'] = "beta", ['γ'] = "gamma", ['δ'] = "delta", ['Δ'] = "Delta", ['ε'] = "epsilon", ['θ'] = "theta",
        ['λ'] = "lambda", ['μ'] = "mu", ['µ'] = "mu", ['π'] = "pi", ['ρ'] = "rho", ['σ'] = "sigma", ['Σ'] = "sum", ['τ'] = "tau",
        ['φ'] = "phi", ['Φ'] = "Phi",
        ['⁰'] = "^0", ['¹'] = "^1", ['²'] = "^2", ['³'] = "^3", ['⁴'] = "^4", ['⁵'] = "^5", ['⁶'] = "^6", ['⁷'] = "^7",
        ['⁸'] = "^8", ['⁹'] = "^9", ['⁻'] = "^-", ['ⁿ'] = "^n", ['ˣ'] = "^x", ['ᵀ'] = "^T", ['✓'] = "ok",
        ['₀'] = "0", ['₁'] = "1", ['₂'] = "2",
        ['─'] = "-", ['━'] = "=", ['│'] = "|", ['▀'] = "#",
        ['▁'] = ".", ['▂'] = ":", ['▃'] = "-", ['▄'] = "=", ['▅'] = "+", ['▆'] = "*", ['▇'] = "#", ['█'] = "@",
    };

    public override int MaxCharCount => 12; // two numbers, of a pair

    /// <summary>The word for a character.</summary>
    public static string Of(char unknown) =>
        s_words.GetValueOrDefault(unknown) ?? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)unknown:x4}");

    public override EncoderFallbackBuffer CreateFallbackBuffer() => new Buffer();

    private sealed class Buffer : EncoderFallbackBuffer
    {
        private string _word = "";
        private int _next;

        public override int Remaining => _word.Length - _next;

        public override bool Fallback(char charUnknown, int index) => Begin(Of(charUnknown));

        public override bool Fallback(char charUnknownHigh, char charUnknownLow, int index) =>
            Begin(Of(charUnknownHigh) + Of(charUnknownLow));

        public override char GetNextChar() => _next < _word.Length ? _word[_next++] : '\0';

        public override bool MovePrevious()
        {
            if (_next == 0)
            {
                return false;
            }

            _next--;
            return true;
        }

        public override void Reset() => Begin("");

        private bool Begin(string word)
        {
            (_word, _next) = (word, 0);
            return word.Length > 0;
        }
    }
}
