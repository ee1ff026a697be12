namespace Epoche;

/// <summary>What a layer knows of the model that it is in: layers are below models.</summary>
internal interface ILayerOwner
{
    /// <summary>Whether the parameters exist.</summary>
    bool IsBuilt { get; }

    /// <summary>The numbers of all its layers.</summary>
    ParameterSlab Parameters { get; }
}
