using System.Runtime.InteropServices;
using System.Text;
using AsrService.Core.Recognition;
using AsrService.Whisper.Native;

namespace AsrService.Tests.Whisper;

public sealed unsafe class SpokenLanguageTests
{
    [Fact]
    public void The_codes_that_requests_may_name_are_those_of_whisper()
    {
        WhisperTestKit.LoadLibrary();

        var codes = Enumerable.Range(0, VocabularyNative.LanguageMaxId() + 1)
            .Select(id => Encoding.ASCII.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(VocabularyNative.LanguageCode(id))));

        Assert.Equal(codes.Order(StringComparer.Ordinal), SpokenLanguage.Codes.Order(StringComparer.Ordinal));
        Assert.Equal(100, SpokenLanguage.Codes.Count);
    }
}
