using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Epoche;

/// <summary>
/// The guard of what records hold: in the initializer of a property it is that of the constructor, in <c>init</c> that of <c>with</c>.
/// </summary>
internal static class NotNull
{
    /// <summary>Gives the value back, or refuses null by the name of the property that holds it.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public static T Of<T>([NotNull] T? value, [CallerMemberName] string? property = null)
        where T : class => value ?? throw new ArgumentNullException(property);
}
