using AsrService.AsrTask;
using AsrService.Core.Clients;
using AsrService.Core.Jobs;
using AsrService.Core.Recognition;
using AsrService.Hosting;
using AsrService.TeleAi;
using AsrService.Wire;
using FsCheck;
using FsCheck.Fluent;

namespace AsrService.Tests.Server;

/// <summary>What reads a stranger's text takes any.</summary>
public sealed class RandomTextTests
{
    private static readonly Gen<string> AnyText = Gen.OneOf(Gen.Choose(0, char.MaxValue), Gen.Choose(' ', '~'), Gen.Elements(0, '%', '/', '_', '&', '=', ';', 0xd800))
        .ArrayOf()
        .Select(codes => string.Concat(codes.Select(code => (char)code)));

    private static readonly Arbitrary<string> Any = AnyText.ToArbitrary();

    // Near enough to the right form to be read to its end.
    private static readonly Arbitrary<string> Signatures = Gen.CollectToArray(
            [Gen.Elements("teleai-cloud-auth-v1", "v2"), AnyText, AnyText, Number, Number, AnyText, AnyText])
        .Select(parts => string.Join('/', parts))
        .ToArbitrary();

    private static Gen<string> Number => Gen.Frequency(
        (3, Gen.Choose(0, int.MaxValue).Select(number => $"{number}")),
        (1, Gen.Elements("0", "-1", "99999999999", "100000000000", "9223372036854775807", "9223372036854775808", " 1", "+1", "1e3", "")));

    [Fact]
    public void A_signature_is_read_or_is_none_and_never_fits_another_key() => Prop.ForAll(Signatures, Any, (header, text) =>
    {
        if (TeleAiSignature.Parse(header) is not { } signature)
            return;

        Assert.False(signature.IsOf(text, text, text, text, _ => text));
        signature.IsValidAt(DateTimeOffset.MinValue.AddDays(1));
        signature.IsValidAt(DateTimeOffset.MaxValue);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_header_of_another_kind_is_no_signature() => Prop.ForAll(Any, text => Assert.Null(TeleAiSignature.Parse(text))).QuickCheckThrowOnFailure();

    [Fact]
    public void The_id_in_a_secret_is_found_or_there_is_none() => Prop.ForAll(Any, text =>
    {
        Assert.Null(ClientSecret.IdOf(text));
        if (ClientSecret.IdOf("asr_" + text) is { } id)
            Assert.StartsWith(id + "_", text, StringComparison.Ordinal);
        Assert.Equal("id", ClientSecret.IdOf("asr_id_" + text[..Math.Min(text.Length, 100)]));
        Assert.Equal(32, ClientSecret.Hash(text).Length);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_value_of_a_field_is_taken_or_refused_in_a_sentence_that_names_it() =>
        Prop.ForAll(Gen.Elements(TranscriptionOptionsParser.Fields.ToArray()).ToArbitrary(), Any, (field, value) =>
        {
            var job = new NewJob("test", () => "", null, new TranscriptionOptions());
            try
            {
                Assert.DoesNotContain('\0', field.Apply(job, value).Options.ToString());
            }
            catch (FaultException exception)
            {
                Assert.StartsWith($"The field {field.Name} must be ", exception.Message);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_task_id_is_twenty_digits_whatever_the_time() => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seconds =>
        Assert.Matches("^[0-9]{20}$", new AsrTaskIds(new FixedTime(DateTimeOffset.UnixEpoch.AddSeconds(seconds))).Next())).QuickCheckThrowOnFailure();

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
