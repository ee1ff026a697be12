namespace Epoche;

/// <summary>Finds where the features of a network end and its last layer with parameters begins.</summary>
internal static class LastLayer
{
    /// <summary>The place of the last layer with learned parameters.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    internal static int Find(Sequential network)
    {
        for (int i = network.Layers.Count - 1; i >= 0; i--)
        {
            string scope = network.Layers[i].Name + "/";
            if (network.Parameters.Entries.Any(
                entry => entry.Kind == ParameterKind.Parameter && entry.Name.StartsWith(scope, StringComparison.Ordinal)))
            {
                return i;
            }
        }

        throw new ArgumentException("The network has no layer with learned parameters.", nameof(network));
    }

    /// <summary>What enters that layer: [batch, input…] → [batch, features].</summary>
    internal static Tensor Features(Sequential network, Tensor x)
    {
        int last = Find(network);
        for (int i = 0; i < last; i++)
        {
            x = network.Layers[i].Call(x);
        }

        return x.Flatten();
    }
}
