using AsrService.Core.Callbacks;

namespace AsrService.Tests.Callbacks;

public sealed class WebhookSignatureTests
{
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const long Timestamp = 1614265330;
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    private static ReadOnlySpan<byte> Body => """{"test": 2432232314}"""u8;

    [Fact]
    public void The_signature_is_that_of_the_standards_example() =>
        Assert.Equal(Signature, WebhookSignature.Of([Secret], Id, Timestamp, Body));

    [Fact]
    public void Two_secrets_give_two_signatures_either_of_which_will_do()
    {
        const string Newer = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

        Assert.Equal([WebhookSignature.Of([Newer], Id, Timestamp, Body), Signature], WebhookSignature.Of([Newer, Secret], Id, Timestamp, Body).Split(' '));
    }

    [Fact]
    public void Id_time_and_body_are_all_signed()
    {
        string[] signatures =
        [
            Signature,
            WebhookSignature.Of([Secret], Id + "2", Timestamp, Body),
            WebhookSignature.Of([Secret], Id, Timestamp + 1, Body),
            WebhookSignature.Of([Secret], Id, Timestamp, "{}"u8),
        ];

        Assert.Equal(signatures.Length, signatures.Distinct().Count());
    }
}
