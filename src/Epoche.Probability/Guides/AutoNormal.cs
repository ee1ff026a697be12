using Epoche.Kernels;

namespace Epoche;

/// <summary>
/// Makes guides in which everything that a model draws is independent and normal, on the scale of free numbers: log-normal where it must be
/// positive, logit-normal in an interval.
/// </summary>
public static class AutoNormal
{
    /// <summary>
    /// A guide for a model. Its parameters are <c>SITE/location</c> and <c>SITE/scale</c>; locations start at the prior's mean, or at a
    /// draw where that has no closed form; those of log-normal and logit-normal priors at the prior's own.
    /// </summary>
    /// <param name="model">The model; run once to find what it draws.</param>
    /// <param name="scale">
    /// The standard deviations at the start, above 0. Default 0.1: small ones let the likelihood find its way first.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not positive.</exception>
    public static Program<TData> For<TData>(Program<TData> model, float scale = 0.1f)
    {
        ArgumentNullException.ThrowIfNull(model);
        return scale > 0 && float.IsFinite(scale)
            ? new Guide<TData>(model, scale).Run
            : throw new ArgumentOutOfRangeException(nameof(scale), $"The scales of a guide start at a number above 0; received {scale}.");
    }

    private sealed class Guide<TData>(Program<TData> model, float scale)
    {
        private readonly List<Part> _parts = [];
        private bool _isFound;

        internal void Run(ProgramContext p, TData data)
        {
            if (!_isFound)
            {
                Find(p.Root, data);
                _isFound = true;
            }

            foreach (Part part in _parts)
            {
                Tensor location = p.Param(part.LocationName, Tensor.Wrap(part.Start, part.Shape));
                Tensor deviation = p.Param(part.ScaleName, scale, Constraint.Positive, part.Shape);
                p.Sample(part.Name, part.Support.Kind switch
                {
                    ConstraintKind.Real => Normal.OfWeights(location, deviation),
                    ConstraintKind.Interval => new LogitNormal(location, deviation, part.Support.Low, part.Support.High),
                    _ => new LogNormal(location, deviation),
                });
            }
        }

        private void Find(RootContext root, TData data)
        {
            TraceContext context = new(new SeedContext(new RootContext(), Rng.Stream(0, "auto-normal")));
            context.Root.Run(model, context, data);
            foreach (Site site in context.Trace.Sites)
            {
                if (site.Kind != SiteKind.Sample || site.IsObserved)
                {
                    continue;
                }

                Constraint support = site.Distribution!.Support;
                root.Require(
                    site.Name, support.Kind != ConstraintKind.Discrete, $"site '{site.Name}' is drawn from {site.Distribution.Name}, whose "
                        + $"values are whole numbers; a normal guide cannot stand for them. Sum over them in the model, or observe them.");
                foreach (Site plate in context.Trace.Sites)
                {
                    root.Require(
                        site.Name, plate.Kind != SiteKind.Plate || plate.Count == plate.Size || site.Scale == 1,
                        $"site '{site.Name}' is drawn inside of the plate '{plate.Name}', of which a run sees {plate.Count} of "
                        + $"{plate.Size}; give such a model a custom guide that computes the posterior of each "
                        + $"repetition from its data.");
                }

                _parts.Add(
                    new Part(site.Name, $"{site.Name}/location", $"{site.Name}/scale", site.Value.Shape, support, Start(in site, support)));
            }
        }

        /// <summary>Where the free numbers start.</summary>
        private static float[] Start(in Site site, Constraint support)
        {
            if (site.Distribution!.Plain is LogNormal or LogitNormal)
            {
                // The mean of a wide one lies far beyond nearly all that is drawn from it, and may be infinite.
                return (site.Distribution.Plain is LogNormal prior ? prior.Location : ((LogitNormal)site.Distribution.Plain).Location)
                    .BroadcastTo(site.Value.Shape).ToArray();
            }

            float[] start;
            try
            {
                start = site.Distribution!.Mean().BroadcastTo(site.Value.Shape).ToArray();
            }
            catch (NotSupportedException)
            {
                start = site.Value.ToArray();
            }

            for (int i = 0; i < start.Length; i++)
            {
                start[i] = support.Kind switch
                {
                    ConstraintKind.Exp or ConstraintKind.Softplus => ScalarMath.Log(start[i]),
                    _ => support.Invert(start[i]),
                };
            }

            return start;
        }
    }

    private sealed record Part(string Name, string LocationName, string ScaleName, Shape Shape, Constraint Support, float[] Start);
}
