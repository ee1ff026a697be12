namespace Epoche;

public sealed partial class BayesianNetwork
{
    /// <summary>What <see cref="Guide"/> has learned, computed once for many draws in the open step.</summary>
    internal PosteriorDraws Open(ProgramContext p) => new(this, p);

    /// <summary>
    /// The distributions of all parameters. Draws put a network into the layers, for calls of
    /// <see cref="Network"/>, until this is disposed.
    /// </summary>
    internal sealed class PosteriorDraws : IDisposable
    {
        private readonly BayesianNetwork _owner;
        private readonly Normal[] _parameters;

        internal PosteriorDraws(BayesianNetwork owner, ProgramContext p)
        {
            _owner = owner;
            _parameters = [.. owner._sites.Select(site => owner.PosteriorOf(p, site.Entry, site.Location, site.Scale, StartingScale))];
        }

        /// <summary>Draws a network as the guide does: the same stream gives the same one.</summary>
        /// <exception cref="ArgumentException">A parameter has left its range.</exception>
        internal void Draw(ref Rng random)
        {
            for (int i = 0; i < _parameters.Length; i++)
            {
                _owner._sites[i].Parameter.Bind(_parameters[i].Sample(ref random));
            }
        }

        public void Dispose() => _owner.Release();
    }
}
