namespace Epoche;

/// <summary>The two parts of the evidence lower bound of one draw, from what guide and model did.</summary>
internal readonly struct ElboTerms(RootContext root, Elbo elbo, Trace guide, Trace model)
{
    /// <summary>ln p(data | z), and the divergence or its estimate ln q(z) − ln p(z).</summary>
    internal (Tensor LogLikelihood, Tensor Kl) Compute()
    {
        Tensor logLikelihood = 0, kl = 0;
        foreach (Site site in model.Sites)
        {
            if (site.Kind == SiteKind.Factor || (site.Kind == SiteKind.Sample && site.IsObserved))
            {
                logLikelihood += Finite(in site, site.LogDensity(), "log-density");
            }
            else if (site.Kind == SiteKind.Sample)
            {
                kl += Divergence(in site);
            }
        }

        foreach (Site site in guide.Sites)
        {
            if (site.Kind == SiteKind.Sample)
            {
                root.Require(
                    site.Name, !site.IsObserved, $"the guide observes '{site.Name}'; data belong to the model, a guide only draws.");
                root.Require(
                    site.Name, model.TryFind(site.Name, out Site prior) && prior.Kind == SiteKind.Sample && !prior.IsObserved,
                    $"the guide draws '{site.Name}', which the model does not draw; it draws {Drawn(model)}.");
            }
            else if (site.Kind == SiteKind.Factor)
            {
                kl += site.LogDensity();
            }
        }

        return (logLikelihood, kl);
    }

    private Tensor Divergence(in Site prior)
    {
        root.Require(
            prior.Name, guide.TryFind(prior.Name, out Site posterior) && posterior.Kind == SiteKind.Sample,
            $"the guide misses the site '{prior.Name}', which the model draws from {prior.Distribution!.Name}; "
            + $"the guide draws {Drawn(guide)}. Add it to the guide, or observe it.");
        Distribution q = posterior.Distribution!, p = prior.Distribution!;
        root.Require(prior.Name, q.IsReparameterized, $"the guide draws '{prior.Name}' from {q.Name}, through which no gradient passes; "
            + $"sum over its values in the model instead (Trace.LogDensity under a ConditionContext), or use a continuous distribution.");
        bool isClosed = elbo == Elbo.MeanField,
            isWhole = prior.Mask is null && (isClosed || (posterior.Mask is null && posterior.Scale == prior.Scale));
        if (isWhole && KullbackLeibler.TrySum(q, p, prior.Value, isClosed, out Tensor sum))
        {
            return Finite(in prior, prior.Scaled(sum), "divergence");
        }

        if (isClosed && KullbackLeibler.TryDivergence(q, p, out Tensor each))
        {
            Shape drawn = prior.Value.Shape; // one number repeated in a plate counts as often as it was drawn
            return Finite(in prior, prior.Total(each.Shape == drawn ? each : each.BroadcastTo(drawn)), "divergence");
        }

        root.Require(prior.Name, q.LackOfDensity is null, $"site '{prior.Name}': {q.LackOfDensity}; its prior is {p.Name}.");
        return Finite(in prior, posterior.LogDensity() - prior.LogDensity(), "divergence");
    }

    private Tensor Finite(in Site site, Tensor term, string what)
    {
        float value = term.Item();
        root.Require(site.Name, float.IsFinite(value), $"site '{site.Name}', {site.Distribution?.Name ?? "factor"}: its {what} is {value}. "
            + $"Values outside of the support, or a scale near 0, are the usual cause.");
        return term;
    }

    private static string Drawn(Trace trace)
    {
        string names = string.Join(", ", trace.Sites.Where(s => s.Kind == SiteKind.Sample && !s.IsObserved).Select(s => $"'{s.Name}'"));
        return names.Length == 0 ? "nothing" : names;
    }
}
