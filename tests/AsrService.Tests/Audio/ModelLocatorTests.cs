using AsrService.Audio.Models;
using AsrService.Core;

namespace AsrService.Tests.Audio;

public sealed class ModelLocatorTests
{
    [Fact]
    public void A_known_name_is_found_in_the_operators_directory() =>
        Assert.Equal(SetupFiles.Model("tiny-q8_0"), new ModelLocator(Path.GetDirectoryName(SetupFiles.Model("tiny-q8_0"))).Locate("tiny-q8_0"));

    [Fact]
    public void A_path_is_taken_as_it_is() =>
        Assert.Equal(SetupFiles.Model("tiny-q8_0"), new ModelLocator(null).Locate(SetupFiles.Model("tiny-q8_0")));

    [Theory]
    [InlineData("no-such-model")]
    [InlineData("./no/such/model.bin")]
    public void What_is_missing_is_told_with_the_names_that_are_known(string name) =>
        Assert.Contains("tiny-q8_0", Assert.Throws<StartUpException>(() => new ModelLocator("/nonexistent").Locate(name)).Message);
}
