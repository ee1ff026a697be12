namespace Epoche.Experiments;

/// <summary>How training images are cut, flipped, moved and bent: the section <c>augmentation</c> of a recipe.</summary>
internal static class AugmentationRecipe
{
    /// <summary>The augmentation; null where the section is missing.</summary>
    /// <param name="recipe">The whole recipe.</param>
    /// <param name="image">The shape of an image.</param>
    public static Augmentation? Read(ConfigMap recipe, Shape image)
    {
        if (recipe.OptionalMap("augmentation") is not { } map)
        {
            return null;
        }

        Bounds pixels = Bounds.Between(0, Math.Max(image[0], image[1]));
        return new ImageAugmentation(new ImageAugmentationOptions
        {
            Image = image,
            Crop = map.Int("crop", 0, pixels),
            FlipHorizontal = map.Float("flip_horizontal", 0, Bounds.Unit),
            FlipVertical = map.Float("flip_vertical", 0, Bounds.Unit),
            Shift = map.Float("shift", 0, pixels),
            Rotation = map.Float("rotation", 0, Bounds.Between(0, 180)),
            Scale = map.Float("scale", 0, Bounds.Between(0, 0.9)),
            Elastic = map.Float("elastic", 0, pixels),
            Noise = map.Float("noise", 0, Bounds.Unit),
        });
    }
}
