using AsrService.Data.Clients;
using AsrService.IntegrationTests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace AsrService.IntegrationTests.Callbacks;

/// <summary>A receiver may take its time to learn its new secret.</summary>
public sealed class SecretRotationTests(CallbackServer callbacks) : IClassFixture<CallbackServer>
{
    [Fact]
    public async Task While_a_secret_is_rotated_both_sign_and_a_day_later_the_new_one_alone()
    {
        await using var receiver = await Receiver.StartAsync();
        var (_, old) = await callbacks.AddClientAsync();
        var rotated = Secrets.Note((await callbacks.Server.Services.GetRequiredService<ClientStore>().RotateAsync(old.Name, TestContext.Current.CancellationToken))!);

        await callbacks.EndJobAsync(receiver.Url, old.Id);
        await receiver.WaitAsync();
        callbacks.Move(TimeSpan.FromHours(25));
        await callbacks.EndJobAsync(receiver.Url, old.Id);
        await receiver.WaitAsync();

        var (first, second) = (receiver.Received.First(), receiver.Received.Last());
        Assert.Equal(first.SignedBy(rotated.WebhookSecret, old.WebhookSecret), first.Signature);
        Assert.Equal(second.SignedBy(rotated.WebhookSecret), second.Signature);
    }
}
