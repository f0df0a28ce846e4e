// SPDX-License-Identifier: Apache-2.0
import RoutingPolicy
import Testing

struct AsyncRAGSettingsTests {
    @Test("every variable is read, with and without its prefix")
    func reads() throws {
        let settings = try AsyncRAGSettings(environment: [
            "REACT_APP_USE_ASYNC_RAG": "true", "ASYNC_RAG_BETA_USERS": " ada, grace,,",
            "ASYNC_RAG_FORCE_LEGACY_USERS": "linus", "REACT_APP_ASYNC_RAG_ROLLOUT_PERCENTAGE": "12.5",
            "ASYNC_RAG_LARGE_FILE_MB": "2.5", "ASYNC_RAG_ROUTING_OVERRIDE": "async_v2", "UNRELATED": "x",
        ])
        #expect(settings.isEnabled == true)
        #expect(settings.betaUsers == ["ada", "grace"])
        #expect(settings.forceLegacyUsers == ["linus"])
        #expect(settings.coverage == .percent(12.5))
        #expect(settings.largeFileBytes == 2_621_440)
        #expect(settings.override?.route == .asyncV2)
        #expect(try AsyncRAGSettings(environment: ["USE_ASYNC_RAG": ""]) == AsyncRAGSettings())
        #expect(settings.document().validate().isEmpty)
    }

    @Test(
        "a bad value names the variable, the value and what is expected; resilient loading keeps the last good settings"
    )
    func badValues() throws {
        let environment = [
            "USE_ASYNC_RAG": "yes", "ASYNC_RAG_ROLLOUT_PERCENTAGE": "500", "ASYNC_RAG_LARGE_FILE_MB": "-1",
            "ASYNC_RAG_ROUTING_OVERRIDE": "mars", "REACT_APP_USE_ASYNC_RAG": "true",
        ]
        do throws(RoutingPolicyError) {
            _ = try AsyncRAGSettings(environment: environment)
            Issue.record("bad settings were read")
        } catch {
            let found = error.diagnostics.map { "\($0.path) \($0.value)" }
            #expect(
                found == [
                    "REACT_APP_USE_ASYNC_RAG \"true\"", "USE_ASYNC_RAG \"yes\"",
                    "ASYNC_RAG_ROLLOUT_PERCENTAGE \"500\"", "ASYNC_RAG_LARGE_FILE_MB \"-1\"",
                    "ASYNC_RAG_ROUTING_OVERRIDE \"mars\"",
                ]
            )
            #expect(error.diagnostics[1].expected == "true or false")
        }
        let good = try AsyncRAGSettings(environment: ["USE_ASYNC_RAG": "true"])
        let kept = AsyncRAGSettings.reloading(environment: environment, keeping: good)
        #expect(kept.settings == good)
        #expect(kept.diagnostics.count == 5)
    }
}
