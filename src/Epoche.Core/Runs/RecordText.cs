using System.Globalization;
using System.Text;

namespace Epoche;

/// <summary>
/// The text of a record as the compiler writes it, but with a decimal point: the compiler's own follows the culture of the caller.
/// </summary>
internal static class RecordText
{
    /// <summary><c>Name { A = 1.5, B = 2 }</c>.</summary>
    /// <param name="name">The name of the type.</param>
    /// <param name="printMembers">What the compiler made for the record.</param>
    public static string Of(string name, Func<StringBuilder, bool> printMembers)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            StringBuilder text = new StringBuilder(name).Append(" { ");
            return (printMembers(text) ? text.Append(" }") : text.Append('}')).ToString();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
