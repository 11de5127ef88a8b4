using AsrService.Core.Clients;

namespace AsrService.Tests.Core;

public sealed class ClientSecretTests
{
    [Fact]
    public void A_secret_tells_whose_it_is_and_no_two_are_the_same()
    {
        var id = ClientSecret.NewId();

        var secret = ClientSecret.New(id);

        Assert.Matches("^[a-z2-9]{16}$", id);
        Assert.Matches($"^asr_{id}_[A-Za-z0-9_-]{{43}}$", secret);
        Assert.Equal(id, ClientSecret.IdOf(secret));
        Assert.NotEqual(secret, ClientSecret.New(id));
        Assert.NotEqual(id, ClientSecret.NewId());
    }

    [Theory]
    [InlineData("asr_abc_secret", "abc")]
    [InlineData("asr_abc_se_cret", "abc")]
    [InlineData("asr_abc_", "abc")]
    [InlineData("asr__secret", "")]
    [InlineData("asr_abc", null)]
    [InlineData("asr_", null)]
    [InlineData("ASR_abc_secret", null)]
    [InlineData("sk-abc_secret", null)]
    [InlineData("", null)]
    public void Whatever_else_a_caller_sends_belongs_to_nobody(string secret, string? id) => Assert.Equal(id, ClientSecret.IdOf(secret));

    [Fact]
    public void What_is_too_long_is_not_looked_at()
    {
        const string Start = "asr_abc_";

        Assert.Equal("abc", ClientSecret.IdOf(Start.PadRight(ClientSecret.MaxLength, 'x')));
        Assert.Null(ClientSecret.IdOf(Start.PadRight(ClientSecret.MaxLength + 1, 'x')));
    }

    [Fact]
    public void Of_a_secret_only_its_hash_is_kept() =>
        Assert.Equal("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD", Convert.ToHexString(ClientSecret.Hash("abc")));

    [Fact]
    public void A_secret_to_sign_with_is_one_of_Standard_Webhooks() =>
        Assert.Matches("^whsec_[A-Za-z0-9+/]{43}=$", ClientSecret.NewWebhookSecret());
}
