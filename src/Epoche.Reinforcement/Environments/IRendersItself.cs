namespace Epoche;

/// <summary>A batch whose environments draw themselves, as they are now, rather than what an observation shows.</summary>
internal interface IRendersItself
{
    /// <summary>Whether they can.</summary>
    bool CanRender { get; }

    /// <summary>Says, before the first reset, that they will be drawn.</summary>
    void PrepareToRender();

    /// <summary>A picture of an environment's present state.</summary>
    PixelImage Render(int index);
}
